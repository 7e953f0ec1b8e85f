// Where one lands after signing in again in a second tab.
import { useEffect } from 'react';
import { Page } from '~/components/Page';
import { texts } from '~/texts';
import { announce } from './announce';

export function SignedIn() {
  useEffect(announce, []);
  return (
    <Page title={texts.session.backTitle} lead={texts.session.back}>
      <a className="font-medium text-accent underline" href="/console/">{texts.session.goOn}</a>
    </Page>
  );
}
