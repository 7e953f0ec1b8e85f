import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '~/lib/cn';

const item = 'flex min-h-9 items-center gap-2 rounded-md px-2.5 outline-none data-[disabled]:opacity-60 data-[highlighted]:bg-raised cursor-pointer';

/** A menu that opens from a button, `trigger`. */
export function Menu({ trigger, children, align = 'end' }: { trigger: ReactNode; children: ReactNode; align?: 'start' | 'end' }) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} sideOffset={6} collisionPadding={8} className="z-50 max-h-[70vh] min-w-48 max-w-80 overflow-y-auto rounded-xl border border-line bg-surface p-1.5 shadow-xl">
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function MenuItem({ onSelect, children, isBad = false, disabled }: { onSelect: () => void; children: ReactNode; isBad?: boolean; disabled?: boolean }) {
  return <Radix.Item className={cn(item, isBad && 'text-bad')} onSelect={onSelect} disabled={disabled ?? false}>{children}</Radix.Item>;
}

/** A choice of one. */
export function MenuChoice({ label, value, options, onChange }: { label: string; value: string; options: { value: string; label: string }[]; onChange: (value: string) => void }) {
  return (
    <Radix.RadioGroup value={value} onValueChange={onChange}>
      <Radix.Label className="px-2.5 py-1 text-sm text-quiet">{label}</Radix.Label>
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={item}>
          <span className="inline-flex size-4 items-center justify-center rounded-full border border-edge"><Radix.ItemIndicator className="size-2 rounded-full bg-accent" /></span>
          {option.label}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

/** One that can be on or off; the menu stays open. */
export function MenuCheck({ isOn, onChange, children }: { isOn: boolean; onChange: (isOn: boolean) => void; children: ReactNode }) {
  return (
    <Radix.CheckboxItem className={item} checked={isOn} onCheckedChange={onChange} onSelect={(event) => event.preventDefault()}>
      <span className="inline-flex size-4 items-center justify-center rounded border border-edge"><Radix.ItemIndicator className="size-2 rounded-[2px] bg-accent" /></span>
      {children}
    </Radix.CheckboxItem>
  );
}

export const MenuLine = () => <Radix.Separator className="my-1.5 h-px bg-line" />;
export const MenuLabel = ({ children }: { children: ReactNode }) => <Radix.Label className="px-2.5 py-1 text-sm text-quiet">{children}</Radix.Label>;
