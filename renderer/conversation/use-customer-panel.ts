import { useEffect, useState } from 'react';
import type { CustomerPanel } from '#core/contract/commands.ts';
import { bridge, watchBridge } from '../bridge/connection.ts';

/** What is known about the customer of one conversation; requested again after a reconnect. */
export function useCustomerPanel(workItemId: string): CustomerPanel | null {
  const [panel, setPanel] = useState<CustomerPanel | null>(null);
  useEffect(() => {
    let wanted = true;
    const ask = () =>
      bridge.conversation.panel({ workItemId }).then(
        (answer) => wanted && setPanel(answer),
        () => {},
      );
    void ask();
    const stop = watchBridge((status) => status === 'connected' && void ask());
    return () => {
      wanted = false;
      stop();
    };
  }, [workItemId]);
  return panel;
}
