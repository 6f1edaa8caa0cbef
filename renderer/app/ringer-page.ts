/** The page of the hidden window in which the desktop shell plays sounds, independent of the other windows. */
import { startPage } from './start-page.ts';
import { useUi } from '../state/ui-store.ts';

useUi.setState({ route: 'ringer' });
await startPage();
