// The words that more than one screen says. A screen's own words stand beside this file, one file a
// screen; another language is another folder with the same shapes.
export const common = {
  product: 'Tenon',
  skip: 'Skip to the content',
  navigation: 'Main',
  menu: 'Menu',
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  tryAgain: 'Try again',
  undo: 'Undo',
  more: 'Show more',
  loading: 'Loading…',
  none: 'None',
  signOut: 'Sign out',
  location: 'Location',
  searchLocations: 'Find a location',
  you: (name: string) => `Signed in as ${name}`,
  theme: { label: 'Theme', system: 'As the system', light: 'Light', dark: 'Dark' },
  readonly: 'You may look, but not change anything here.',
  trace: (id: string) => `Trace ${id}`,
  dismiss: 'Dismiss',
  notifications: 'Notifications',
  saved: 'Saved.',
  nav: {
    welcome: 'Set up', overview: 'Overview', contacts: 'Contacts', review: 'To review', work: 'Work list', sync: 'Sync', imports: 'Imports', activity: 'Activity',
  },
  palette: {
    open: 'Go to…', title: 'Command palette', placeholder: 'Type a name or a command', none: 'Nothing matches.', go: 'Go to', do: 'Do', people: 'Contacts',
  },
};

export const errors = {
  unreachable: 'Tenon does not answer. Is it running, and is this computer online?',
  status: (status: number) => `Tenon answered ${status} without a word.`,
  title: 'This did not work',
  notFound: 'There is no such page.',
  toOverview: 'Back to the start',
  broken: 'This page broke. Nothing that was saved is lost.',
};

export const session = {
  starting: 'Opening the console…',
  nowhereTitle: 'You belong to no location yet',
  nowhere: (email: string) => `${email} is known here but belongs to no location. Ask an owner to invite you.`,
  lapsedTitle: 'Your session has ended',
  lapsed: 'Sign in again in a new tab. This page waits, and what you were doing here is kept.',
  lapsedToken: 'The token this console was opened with has ended. Open it with another one.',
  signInAgain: 'Sign in again',
  signedInAgain: 'I have signed in',
  notYet: 'Not signed in yet, or as somebody else.',
  discard: 'Leave without saving',
  backTitle: 'You are signed in',
  back: 'Close this tab and go on where you were.',
  goOn: 'Open the console here',
};
