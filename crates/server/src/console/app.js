// The console: contacts, where each stands and what happened to it. It knows only the API, and
// shows what strangers wrote as text, never as markup.
const $ = (id) => document.getElementById(id);
const PAGE = 50;
let token = sessionStorage.getItem('tenon'), session, place = sessionStorage.getItem('tenon-place'), access, list = [], turn = 0, shown = 0;

function el(name, props = {}, ...children) {
  const node = Object.assign(document.createElement(name), props);
  node.append(...children.flat().filter((child) => child != null && child !== ''));
  return node;
}
const quiet = (...text) => el('p', { className: 'quiet' }, ...text);
const state = (text, bad) => el('p', { className: bad ? 'state bad' : 'state', role: bad ? 'alert' : 'status' }, text);
const when = (at) => new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const time = (at) => el('time', { dateTime: at, title: at }, when(at));
const enc = encodeURIComponent;

async function api(path, body, again = true) {
  const answer = await fetch(path, {
    method: body ? 'POST' : 'GET',
    headers: { Authorization: `Bearer ${token}`, Version: '2021-07-28', 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  }).catch(() => { throw new Error('Tenon does not answer. Is it running?'); });
  const json = await answer.json().catch(() => ({}));
  if (answer.ok) return json;
  if (answer.status === 401 && session && again && await renew()) return api(path, body, false);
  const error = new Error([json.message ?? `Tenon answered ${answer.status}.`].flat().join(', '));
  error.status = answer.status;
  throw error;
}

// Whoever has signed in with an account works by short tokens, which only this page holds.
async function enter() {
  const answer = await fetch('/console/session').catch(() => null);
  session = answer?.ok ? await answer.json().catch(() => null) : null;
  if (!session) return false;
  if (!session.locations.some(({ id }) => id === place)) place = session.locations[0]?.id;
  $('where').replaceChildren(...session.locations.map(({ id, name }) => el('option', { value: id, selected: id === place }, name)));
  if (!place) { signOut(`${session.email} belongs to no location. Ask an owner.`); return true; }
  return await renew();
}
async function renew() {
  const answer = await fetch('/console/token', {
    method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Tenon-Key': session.key }, body: JSON.stringify({ locationId: place }),
  }).catch(() => null);
  token = answer?.ok ? (await answer.json()).token : null;
  return Boolean(token);
}

// Signing in with a token: it comes in the address, is taken out of it, and stays in this tab;
// `to=/review` or `to=/contacts/ID` beside it opens that view.
function takeToken() {
  const told = new URLSearchParams(location.hash.slice(1)), given = told.get('token');
  if (!given) return false;
  keep(given);
  history.replaceState(null, '', `${location.pathname}#${told.get('to') ?? ''}`);
  return true;
}
function keep(given) {
  token = given;
  if (given) sessionStorage.setItem('tenon', given);
  else sessionStorage.removeItem('tenon');
}
function signOut(why = '') {
  keep(null);
  access = null;
  for (const id of ['rows', 'detail', 'firm', 'open', 'count']) $(id).replaceChildren();
  show(false);
  $('where').hidden = true;
  $('why').textContent = why;
  $('token').focus();
}
function show(inside) {
  $('enter').hidden = inside;
  for (const node of [document.querySelector('main'), document.querySelector('nav'), $('out')]) node.hidden = !inside;
}
async function start() {
  if (!token && !await enter()) return signOut();
  if (!token) return;
  try {
    access = await api('/tenon/v1/access');
  } catch (error) {
    return signOut(error.status === 401 ? `This token does not open the console (${error.message}). Paste another one.` : error.message);
  }
  $('firm').textContent = access.locationName;
  document.title = `${access.locationName} · Tenon`;
  show(true);
  $('where').hidden = !(session?.locations.length > 1);
  await Promise.all([search(), route()]);
}

// The list.
async function search(after) {
  const mine = ++turn, query = $('query').value.trim();
  $('count').textContent = 'Looking…';
  try {
    const page = await api('/contacts/search', {
      locationId: access.locationId, pageLimit: PAGE, query: query || undefined,
      sort: [{ field: 'dateUpdated', direction: 'desc' }], searchAfter: after,
    });
    if (mine !== turn) return;
    list = after ? list.concat(page.contacts) : page.contacts;
    $('count').textContent = page.total === 0
      ? query ? `Nobody matches “${query}”.` : 'No contacts yet. Import a Houzz mail or export, or connect HighLevel.'
      : `${list.length} of ${page.total} contacts`;
    $('more').hidden = list.length >= page.total || page.contacts.length === 0;
    if (!after) $('rows').replaceChildren();
    $('rows').append(...page.contacts.map(row));
    mark();
  } catch (error) {
    if (mine !== turn) return;
    if (error.status === 401) return signOut(error.message);
    $('count').textContent = error.message;
  }
}
const called = (contact) => contact.name || contact.companyName || contact.email || contact.phone || '(no name)';
const chips = (tags = []) => tags.length ? el('ul', { className: 'tags', ariaLabel: 'Tags' }, tags.map((tag) => el('li', {}, tag))) : null;
const row = (contact) => el('li', {}, el('a', { href: `#/contacts/${enc(contact.id)}` },
  el('strong', {}, called(contact)),
  el('span', { className: 'quiet' }, [contact.email, contact.phone].filter(Boolean).join(' · ') || 'no e-mail or phone'),
  chips(contact.tags),
  el('span', { className: 'quiet' }, 'updated ', time(contact.dateUpdated))));
function mark() {
  for (const link of document.querySelectorAll('#rows a, nav a')) {
    const here = link.hash === location.hash || (link.hash === '#/contacts' && !location.hash.startsWith('#/review'));
    if (here) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

// The right side: a contact, or what needs a person.
async function route() {
  if (!access) return;
  const mine = ++shown, [, view, id] = location.hash.split('/');
  document.querySelector('main').classList.toggle('one', Boolean(id) || view === 'review');
  mark();
  count();
  if (!id && view !== 'review') return $('detail').replaceChildren(state('Choose a contact to see where it stands and what happened to it.'));
  $('detail').replaceChildren(state('Loading…'));
  let nodes;
  try {
    nodes = id ? await contact(decodeURIComponent(id)) : await review();
  } catch (error) {
    if (error.status === 401) return signOut(error.message);
    nodes = [state(error.message, true), el('p', { className: 'state' }, el('button', { type: 'button', onclick: route }, 'Try again'))];
  }
  if (mine !== shown) return;
  $('detail').replaceChildren(...nodes);
  $('detail').focus({ preventScroll: true });
  $('detail').scrollTop = 0;
}
async function count() {
  const open = await api('/tenon/v1/conflicts?limit=200').catch(() => null);
  const many = open?.conflicts.length ?? 0;
  $('open').textContent = many ? (many === 200 ? '200+' : many) : '';
}

const FIELDS = {
  companyName: 'Firm', email: 'E-mail', phone: 'Phone', additionalEmails: 'Further e-mails', additionalPhones: 'Further phones',
  address1: 'Street', city: 'City', state: 'State', postalCode: 'ZIP', country: 'Country', website: 'Website',
  dateOfBirth: 'Birthday', timezone: 'Time zone', source: 'Source', gender: 'Gender', assignedTo: 'Assigned to',
};
const value = (it) => it == null || it === '' ? 'nothing' : Array.isArray(it) ? it.map(value).join(', ') || 'nothing'
  : typeof it === 'object' ? JSON.stringify(it) : String(it);
const short = (it) => { const text = value(it); return text.length > 160 ? `${text.slice(0, 160)}…` : text; };
const many = (number, what) => `${number} ${what}${number === 1 ? '' : 's'}`;
const LINKED = { pending: 'is being made', linked: 'linked', parted: 'parted: one side is gone', refused: 'refused; see To review' };

async function contact(id) {
  const path = `/contacts/${enc(id)}`, gone = (error) => { if (error.status === 400) return {}; throw error; };
  const [got, links, places, tasks, notes, past] = await Promise.all([
    api(path).catch(gone), api(`/tenon/v1/links?contactId=${enc(id)}`), api('/tenon/v1/connections'),
    api(`${path}/tasks`).catch(gone), api(`${path}/notes`).catch(gone), api(`/tenon/v1/contacts/${enc(id)}/timeline?limit=${PAGE}`)]);
  const it = got.contact, children = [...tasks.tasks ?? [], ...notes.notes ?? []];
  const names = new Map(children.map((child) => [child.id, child.title || child.body]));
  const facts = Object.entries(FIELDS).filter(([name]) => it?.[name]?.length).flatMap(([name, label]) => [el('dt', {}, label), el('dd', {}, value(it[name]))]);
  const standing = places.connections.flatMap((place) => {
    const of = links.links.filter((link) => link.connectionId === place.id), own = of.find((link) => link.kind === 'contact');
    const more = ['task', 'note'].map((kind) => of.filter((link) => link.kind === kind && link.state === 'linked').length);
    const text = own ? LINKED[own.state] ?? own.state : 'not there';
    const with_ = place.system === 'highlevel' && own?.state === 'linked' ? `, with ${many(more[0], 'task')} and ${many(more[1], 'note')}` : '';
    return [el('dt', {}, place.name), el('dd', {}, text + with_, place.queue.waiting ? ` · in its queue: ${many(place.queue.waiting, 'contact')}` : '', place.queue.lastError ? ` · last error: ${place.queue.lastError}` : '')];
  });
  return [
    el('p', { className: 'back' }, el('a', { href: '#/contacts' }, '← Contacts')),
    el('h2', {}, it ? called(it) : 'A deleted contact'),
    it ? chips(it.tags) : quiet('It is gone; what happened to it is kept.'),
    it && el('h3', {}, 'Fields'), it && (facts.length ? el('dl', {}, facts) : quiet('None.')),
    el('h3', {}, 'Where it stands'), standing.length ? el('dl', {}, standing) : quiet('No system is connected.'),
    it && el('h3', {}, 'Tasks'), it && cards(tasks.tasks, (task) => [
      el('p', { className: task.completed ? 'done' : '' }, task.title), task.body && el('p', { className: 'text' }, task.body),
      quiet(task.completed ? 'done; was due ' : 'due ', time(task.dueDate))]),
    it && el('h3', {}, 'Notes'), it && cards(notes.notes, (note) => [
      note.title && el('p', {}, el('strong', {}, note.title)), el('p', { className: 'text' }, note.body), quiet(time(note.dateAdded))]),
    el('h3', {}, 'Timeline'), ...timeline(id, past, names),
  ].filter(Boolean);
}
const cards = (items = [], body) => items.length ? el('ul', {}, items.map((item) => el('li', { className: 'card' }, body(item)))) : quiet('None.');

function timeline(id, page, names) {
  const entries = el('ol', { ariaLabel: 'Timeline, newest first' });
  const more = el('button', { type: 'button' }, 'Show earlier');
  const add = (page) => {
    for (const entry of page.entries) if (entry.fields.length && entry.fields.some((field) => field.field === 'title' && field.after)) names.set(entry.recordId, names.get(entry.recordId) ?? entry.fields.find((field) => field.field === 'title').after);
    entries.append(...page.entries.map((entry) => el('li', { className: entry.action }, el('div', {}, time(entry.at)), el('div', {}, sentences(entry, names).map((text) => el('p', {}, text))))));
    more.hidden = !page.nextBefore;
    more.onclick = async () => {
      more.disabled = true;
      try { add(await api(`/tenon/v1/contacts/${enc(id)}/timeline?limit=${PAGE}&before=${page.nextBefore}`)); } catch (error) { more.after(state(error.message, true)); }
      more.disabled = false;
    };
  };
  add(page);
  return [page.entries.length ? entries : quiet('Nothing yet.'), more];
}
const CAUSE = { delivery: 'webhook', change: 'change no.', request: 'request', import: 'source' };
const SOURCE = { leadEmail: 'Houzz mail', exportClient: 'Client of the Houzz export', exportLead: 'Lead of the Houzz export', exportProject: 'Project of the Houzz export', bridge: 'Houzz bridge event' };
const joined = (names) => Array.isArray(names) ? names : Object.keys(names ?? {});

/// An entry of the log in plain words, one sentence for each thing it says.
function sentences({ action, kind, who, cause, fields, detail, recordId, from }, names) {
  const did = who.name || (who.kind === 'system' ? 'Tenon' : who.id), there = detail?.connection ?? did;
  const because = cause.kind === 'sweep' ? ' because a sweep found it' : CAUSE[cause.kind] && cause.id ? ` because of ${CAUSE[cause.kind]} ${cause.id.slice(0, cause.kind === 'import' ? 12 : 36)}` : '';
  const title = names.get(recordId), it = kind === 'contact' ? 'the contact' : title ? `the ${kind} “${short(title)}”` : `a ${kind}`;
  const set = fields.map(({ field, before, after }) => `${field} from ${short(before)} to ${short(after)}`);
  switch (action) {
    case 'create': return [`${did} added ${it}${because}.`, ...fields.length ? [fields.map(({ field, after }) => `${field}: ${short(after)}`).join('; ')] : []];
    case 'update': return set.map((what) => `${did} changed ${kind === 'contact' ? '' : `${it}: `}${what}${because}.`);
    case 'delete': return [`${did} deleted ${it}${because}.`, fields.map(({ field, before }) => `${field} was ${short(before)}`).join('; ')];
    case 'import': return [`${SOURCE[detail.origin] ?? from} “${detail.label}” arrived (${detail.place}).`];
    case 'push': return [`${kind === 'contact' ? 'Sent' : `Sent ${it}`} to ${there}: ${[detail.created ? 'as new' : '', joined(detail.fields).join(', '),
      detail.addedTags?.length ? `tags added ${detail.addedTags.join(', ')}` : '', detail.removedTags?.length ? `tags removed ${detail.removedTags.join(', ')}` : ''].filter(Boolean).join('; ') || 'changes'}${because}.`];
    case 'link': return [`Found ${it} in ${there}; the two are linked${because}.`];
    case 'unlink': return [`Parted ${it} from ${there}: ${detail.why ?? 'one side is gone'}.`];
    case 'conflict': return [`Both sides had changed ${detail.field}: ${short(detail.kept)} was kept, ${short(detail.lost)} fell (rule: ${detail.rule}; ${detail.winner} won).`];
    case 'refuse': return [`${there} refused ${it}: ${detail.message}`];
    default: return [`${did}: ${action} ${it}${because}.`];
  }
}

async function review() {
  const { conflicts } = await api('/tenon/v1/conflicts?limit=200');
  const known = (id) => typeof id === 'string' && /^[\w-]{1,64}$/.test(id) && id.length < 40;
  return [el('h2', {}, 'To review'), quiet('What Tenon would not decide by itself.'), el('br'), conflicts.length ? el('ul', {}, conflicts.map((item) => {
    const key = item.detail?.sourceKey, raw = el('div');
    const open = key && el('button', { type: 'button', onclick: async () => {
      raw.replaceChildren(state('Loading…'));
      try { raw.replaceChildren(el('pre', { tabIndex: 0, ariaLabel: 'As it came' }, (await api(`/tenon/v1/imports/${enc(key)}`)).raw)); } catch (error) { raw.replaceChildren(state(error.message, true)); }
    } }, 'Show it as it came');
    const link = !key && known(item.subject) && el('p', {}, el('a', { href: `#/contacts/${enc(item.subject)}` }, 'The contact'));
    return el('li', { className: 'card' }, el('p', {}, el('strong', {}, item.title)), el('ul', { className: 'reasons' }, item.reasons.map((reason) => el('li', {}, reason))), link || null, open || null, raw);
  })) : state('Nothing needs you. All is in step.')];
}

let typing;
$('query').addEventListener('input', () => { clearTimeout(typing); typing = setTimeout(() => search(), 200); });
$('search').addEventListener('submit', (event) => { event.preventDefault(); search(); });
$('more').addEventListener('click', () => search(list.at(-1).searchAfter));
$('out').addEventListener('click', async () => {
  if (session) await fetch('/sign-out', { method: 'POST', body: new URLSearchParams({ key: session.key }) }).catch(() => {});
  session = null;
  signOut();
});
$('where').addEventListener('change', () => {
  place = $('where').value;
  sessionStorage.setItem('tenon-place', place);
  location.hash = '';
  renew().then(start);
});
$('enter').addEventListener('submit', (event) => { event.preventDefault(); keep($('token').value.trim()); $('token').value = ''; start(); });
window.addEventListener('hashchange', () => (takeToken() ? start() : route()));
takeToken();
start();
