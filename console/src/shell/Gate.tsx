// What stands before the console: nobody gets past it who has not signed in.
import { Building2 } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { comeBack, leave, signInAddress, signOut, start, useStanding } from '~/api/session';
import { Button, buttonClass } from '~/components/Button';
import { Dialog } from '~/components/Dialog';
import { Empty, Failed } from '~/components/states';
import { Unreachable } from '~/api/errors';
import { texts } from '~/texts';
import { announced } from './announce';

export function Gate({ children }: { children: ReactNode }) {
  const now = useStanding();
  useEffect(() => {
    if (now.state === 'signedOut') location.replace(signInAddress());
  }, [now.state]);
  if (now.state === 'in') {
    return (
      <>
        {/* Another location is another console: nothing on screen belongs to both. */}
        <div key={now.place.id} className="contents">{children}</div>
        <Lapsed isOpen={now.hasLapsed} isByToken={!now.session} />
      </>
    );
  }
  return (
    <main className="mx-auto max-w-xl p-6 pt-[18vh]">
      {now.state === 'unreachable' && <Failed error={new Unreachable()} onRetry={() => void start()} />}
      {now.state === 'nowhere' && (
        <Empty icon={Building2} title={texts.session.nowhereTitle} action={<Button onClick={() => void signOut()}>{texts.common.signOut}</Button>}>
          {texts.session.nowhere(now.session.email)}
        </Empty>
      )}
      {(now.state === 'starting' || now.state === 'signedOut') && <p role="status" className="text-center text-quiet">{texts.session.starting}</p>}
    </main>
  );
}

/** The session ended in the middle of something: the page stays as it is until they are back. */
function Lapsed({ isOpen, isByToken }: { isOpen: boolean; isByToken: boolean }) {
  const [hasTried, setHasTried] = useState(false);
  useEffect(() => {
    if (!isOpen) return setHasTried(false);
    const look = () => { if (document.visibilityState === 'visible') void comeBack(); };
    const stop = announced(() => void comeBack());
    document.addEventListener('visibilitychange', look);
    window.addEventListener('focus', look);
    return () => {
      stop();
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('focus', look);
    };
  }, [isOpen]);
  const look = async () => setHasTried(!(await comeBack()));
  return (
    <Dialog
      isOpen={isOpen} title={texts.session.lapsedTitle} lead={isByToken ? texts.session.lapsedToken : texts.session.lapsed}
      foot={(
        <>
          <Button look="quiet" onClick={leave}>{texts.session.discard}</Button>
          {!isByToken && <Button onClick={() => void look()}>{texts.session.signedInAgain}</Button>}
          {!isByToken && <a className={buttonClass('primary')} href={signInAddress('/console/signed-in')} target="_blank" rel="noopener">{texts.session.signInAgain}</a>}
        </>
      )}
    >
      {hasTried && <p role="alert" className="text-bad">{texts.session.notYet}</p>}
    </Dialog>
  );
}
