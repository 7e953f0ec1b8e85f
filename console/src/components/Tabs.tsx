import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

/** Views of one screen, side by side; arrow keys go between them. */
export function Tabs({ label, value, onChange, tabs, children }: { label: string; value: string; onChange: (value: string) => void; tabs: { value: string; label: ReactNode }[]; children: ReactNode }) {
  return (
    <Radix.Root value={value} onValueChange={onChange}>
      <Radix.List aria-label={label} className="mb-5 flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.value} value={tab.value} className="-mb-px min-h-10 shrink-0 border-b-2 border-transparent px-3 text-quiet hover:text-ink data-[state=active]:border-accent data-[state=active]:font-semibold data-[state=active]:text-ink -outline-offset-2">
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      <Radix.Content value={value} className="outline-none">{children}</Radix.Content>
    </Radix.Root>
  );
}
