import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { sentence } from '~/api/errors';
import { useSend } from '~/api/query';
import { usePlace } from '~/api/session';
import { Button } from '~/components/Button';
import { Dialog } from '~/components/Dialog';
import { Input } from '~/components/Field';
import { texts } from '~/texts';

const words = texts.contacts;

export function NewContact({ onClose }: { onClose: () => void }) {
  const { id } = usePlace();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [values, setValues] = useState({ firstName: '', lastName: '', email: '', phone: '' });
  const send = useSend('post', '/contacts/', {
    says: words.created,
    // The dialog tells it, beside what was typed.
    onRefused: () => undefined,
    onDone: ({ contact }) => {
      void client.invalidateQueries({ queryKey: ['contacts'] });
      void navigate({ to: '/contacts/$contactId', params: { contactId: contact.id } });
    },
  });
  const add = () => {
    const told = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim()));
    send.mutate({ body: { locationId: id, ...told } });
  };
  const field = (name: keyof typeof values, label: string, type = 'text') => (
    <Input label={label} type={type} autoComplete="off" value={values[name]} onChange={(event) => setValues({ ...values, [name]: event.target.value })} />
  );
  return (
    <Dialog
      title={words.newTitle} isOpen onClose={onClose}
      foot={<><Button onClick={onClose}>{texts.common.cancel}</Button><Button look="primary" type="submit" form="new-contact" isBusy={send.isPending}>{words.create}</Button></>}
    >
      <form id="new-contact" noValidate className="grid gap-4 sm:grid-cols-2" onSubmit={(event) => { event.preventDefault(); if (!send.isPending) add(); }}>
        {field('firstName', words.first)}
        {field('lastName', words.last)}
        {field('email', words.columns.email, 'email')}
        {field('phone', words.columns.phone, 'tel')}
      </form>
      {send.isError && <p role="alert" className="mt-4 text-bad">{sentence(send.error)}</p>}
    </Dialog>
  );
}
