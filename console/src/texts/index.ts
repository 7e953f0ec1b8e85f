import { common, errors, session } from './en';
import { contact } from './contact';
import { contacts } from './contacts';
import { review } from './review';
import { overview } from './overview';
import { sync } from './sync';
import { undo } from './undo';
import { work } from './work';
import { imports } from './imports';

/** Every word of the console that is not data. */
export const texts = { common, errors, session, contact, contacts, review, overview, sync, undo, work, imports };
