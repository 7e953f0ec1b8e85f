// The screens of the menu and the palette, in their order.
import { FileUp, LayoutDashboard, Inbox, ListChecks, RefreshCw, Users, type LucideIcon } from 'lucide-react';
import type { LinkProps } from '@tanstack/react-router';
import { texts } from '~/texts';

export interface Screen {
  to: NonNullable<LinkProps['to']>;
  label: string;
  icon: LucideIcon;
  /** Which number stands beside it. */
  count?: 'review' | 'work';
}

export const screens: Screen[] = [
  { to: '/', label: texts.common.nav.overview, icon: LayoutDashboard },
  { to: '/contacts', label: texts.common.nav.contacts, icon: Users },
  { to: '/review', label: texts.common.nav.review, icon: Inbox, count: 'review' },
  { to: '/work', label: texts.common.nav.work, icon: ListChecks, count: 'work' },
  { to: '/sync', label: texts.common.nav.sync, icon: RefreshCw },
  { to: '/imports', label: texts.common.nav.imports, icon: FileUp },
];
