import { WelcomeCard } from '../account/welcome-card.tsx';
import { OffersRegion } from '../offers/offers-region.tsx';
import { useNarrow } from '../state/narrow.ts';
import { useUi } from '../state/ui-store.ts';
import { PracticeLine } from './practice-line.tsx';
import { WorkList } from './work-list.tsx';
import { useWorkspace } from '../workspace/workspace.ts';
import { WorkspaceArea } from './workspace-area.tsx';
import css from './work-page.module.css';

/** Offers and the list beside the workspace; in a narrow window one over the other, with the offers on top of both. */
export function WorkPage() {
  const { active } = useWorkspace();
  const inFront = useUi((ui) => ui.workspaceInFront) && active !== null;
  const narrow = useNarrow();
  return (
    <div className={css.page}>
      <div className={css.offers}>
        <OffersRegion place="page" />
      </div>
      {!(narrow && inFront) && (
        <div className={css.list}>
          <WelcomeCard />
          <WorkList />
          <PracticeLine />
        </div>
      )}
      {(!narrow || inFront) && (
        <div className={css.workspace}>
          <WorkspaceArea />
        </div>
      )}
    </div>
  );
}
