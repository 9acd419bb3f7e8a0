import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { type DesktopBridge, desktopChannels } from '../src-main/domain/desktop-bridge.ts';

const listeners = new Set<(command: string) => void>();
let early: string[] = [];
let asked = false;

const bridge: DesktopBridge<File> = {
  pathForFile: (file) => webUtils.getPathForFile(file),
  onCommand(listener) {
    listeners.add(listener);
    const missed = early;
    early = [];
    for (const command of missed) listener(command);
    return () => listeners.delete(listener);
  },
};

contextBridge.exposeInMainWorld('winnow', bridge);

ipcRenderer.on(desktopChannels.command, (_event, command: string) => {
  if (listeners.size === 0) early.push(command);
  for (const listener of listeners) listener(command);
});

// A port cannot cross the context bridge; it is posted to the page, once, when the page says that it listens.
window.addEventListener('message', ({ source, data }) => {
  if (source !== window || data !== desktopChannels.ready || asked) return;
  asked = true;
  ipcRenderer.send(desktopChannels.requestPort);
});

ipcRenderer.on(desktopChannels.port, ({ ports }) => {
  window.postMessage(desktopChannels.port, window.location.origin, [...ports]);
});
