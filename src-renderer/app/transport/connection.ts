import { create } from 'zustand';

/** Whether the host answers; without one, nothing is saved. */
export const useConnection = create<{ readonly lost: boolean }>(() => ({ lost: false }));

export const setConnectionLost = (lost: boolean): void => useConnection.setState({ lost });
