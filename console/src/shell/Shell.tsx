// The frame of every screen: menu at the left, or behind a button on a phone; the screen beside it.
import { Outlet, useRouterState } from '@tanstack/react-router';
import { Menu as MenuIcon, Search } from 'lucide-react';
import { Suspense, lazy, useEffect, useRef, useState } from 'react';
import { useLive } from '~/api/live';
import { IconButton } from '~/components/Button';
import { Dialog } from '~/components/Dialog';
import { Skeleton } from '~/components/states';
import { texts } from '~/texts';
import { Logo, Side } from './Side';
import { Toasts } from './toasts';

const Palette = lazy(() => import('./Palette').then((it) => ({ default: it.Palette })));

export function Shell() {
  useLive();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      setPaletteOpen((isOpen) => !isOpen);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);

  // Another screen: the menu goes, and keyboard and screen reader start at its content.
  useEffect(() => {
    setMenuOpen(false);
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
  }, [path]);

  const openPalette = () => setPaletteOpen(true);
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15.5rem_1fr]">
      <a href="#main" className="sr-only focus:not-sr-only focus:fixed focus:left-3 focus:top-3 focus:z-50 focus:rounded-lg focus:bg-surface focus:px-4 focus:py-2">{texts.common.skip}</a>
      <header className="sticky top-0 z-30 flex items-center gap-2 border-b border-line bg-surface px-3 py-2 lg:hidden">
        <IconButton label={texts.common.menu} onClick={() => setMenuOpen(true)}><MenuIcon size={20} /></IconButton>
        <Logo />
        <IconButton className="ml-auto" label={texts.common.palette.open} onClick={openPalette}><Search size={19} /></IconButton>
      </header>
      <header className="hidden border-r border-line bg-surface lg:block">
        <div className="sticky top-0 h-dvh overflow-y-auto"><Side onFind={openPalette} /></div>
      </header>
      <Dialog title={texts.common.menu} isSheet isOpen={isMenuOpen} onClose={() => setMenuOpen(false)}>
        <Side onFind={() => { setMenuOpen(false); openPalette(); }} />
      </Dialog>
      <main id="main" ref={main} tabIndex={-1} className="min-w-0 outline-none">
        <Suspense fallback={<div className="p-8"><Skeleton /></div>}><Outlet /></Suspense>
      </main>
      {isPaletteOpen && <Suspense><Palette onClose={() => setPaletteOpen(false)} /></Suspense>}
      <Toasts />
    </div>
  );
}
