import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '~/lib/cn';
import { texts } from '~/texts';
import { IconButton } from './Button';

interface Props {
  title: string;
  lead?: ReactNode;
  isOpen: boolean;
  onClose?: () => void;
  children: ReactNode;
  /** The row of buttons at the foot. */
  foot?: ReactNode;
  size?: 'normal' | 'wide';
  /** A sheet from the left edge, for the menu of small screens. */
  isSheet?: boolean;
}

/**
 * A window over the page; Escape closes it and the focus goes back. Radix's own overlay is left out:
 * it puts a style element into the page, which the policy of the page refuses.
 */
export function Dialog({ title, lead, isOpen, onClose, children, foot, size = 'normal', isSheet = false }: Props) {
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => { if (!open) onClose?.(); }}>
      <Radix.Portal>
        <div className="fixed inset-0 z-40 bg-shade" aria-hidden />
        <Radix.Content
          {...(lead ? {} : { 'aria-describedby': undefined })}
          onEscapeKeyDown={onClose ? undefined : (event) => event.preventDefault()}
          onInteractOutside={onClose ? undefined : (event) => event.preventDefault()}
          className={cn('fixed z-40 flex flex-col bg-surface shadow-2xl outline-none', isSheet
            ? 'inset-y-0 left-0 w-72 max-w-[85vw] overflow-y-auto'
            : cn('inset-x-3 top-[6vh] mx-auto max-h-[88vh] rounded-2xl border border-line sm:inset-x-6', size === 'wide' ? 'max-w-4xl' : 'max-w-lg'))}
        >
          <div className={cn('flex items-start gap-4 px-5 pt-4', isSheet && 'sr-only')}>
            <div className="min-w-0 grow">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {lead && <Radix.Description asChild><div className="mt-1 text-quiet">{lead}</div></Radix.Description>}
            </div>
            {onClose && <IconButton label={texts.common.close} onClick={onClose}><X size={18} /></IconButton>}
          </div>
          {/* What overflows can be scrolled by keyboard. */}
          <div className={cn('min-h-0 grow overflow-y-auto', !isSheet && 'px-5 py-4')} tabIndex={-1}>{children}</div>
          {foot && <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{foot}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
