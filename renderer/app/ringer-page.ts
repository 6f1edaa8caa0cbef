/** The page of the hidden window that the desktop shell keeps to be heard, whatever other windows do. */
import { startPage } from './start-page.ts';
import { useUi } from '../state/ui-store.ts';

useUi.setState({ route: 'ringer' });
await startPage();
