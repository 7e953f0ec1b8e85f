import type { ErrorComponentProps } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { Page } from '~/components/Page';
import { Empty, Failed } from '~/components/states';
import { buttonClass } from '~/components/Button';
import { texts } from '~/texts';

export function NotFound() {
  return (
    <Page title={texts.errors.notFound}>
      <Empty icon={Compass} title={texts.errors.notFound} action={<a className={buttonClass()} href="/console/">{texts.errors.toOverview}</a>} />
    </Page>
  );
}

/** A screen threw: the menu stays, and the rest of the console works. */
export function Broken({ error, reset }: ErrorComponentProps) {
  return <Page title={texts.errors.title} lead={texts.errors.broken}><Failed error={error} onRetry={reset} /></Page>;
}
