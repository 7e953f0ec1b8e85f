import { common, errors, session } from './en';
import { work } from './work';

/** Every word of the console that is not data. */
export const texts = { common, errors, session, work };
