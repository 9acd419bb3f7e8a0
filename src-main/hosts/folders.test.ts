import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFolder, userDataFolder } from './folders.ts';

const home = path.resolve('/home/ada');

describe('folders', () => {
  it('follow the platform', () => {
    expect(userDataFolder({ platform: 'linux', environment: {}, home })).toBe(
      path.join(home, '.local/share/winnow'),
    );
    expect(userDataFolder({ platform: 'linux', environment: { XDG_DATA_HOME: '/data' }, home })).toBe(
      path.join('/data', 'winnow'),
    );
    expect(userDataFolder({ platform: 'darwin', environment: {}, home })).toBe(
      path.join(home, 'Library/Application Support/Winnow'),
    );
    expect(userDataFolder({ platform: 'win32', environment: { APPDATA: '/roaming' }, home })).toBe(
      path.join('/roaming', 'Winnow'),
    );
  });

  it('can be named', () => {
    const environment = { WINNOW_USER_DATA: '/mine', WINNOW_PROJECTS: '/work' };
    expect(userDataFolder({ platform: 'win32', environment, home })).toBe(path.resolve('/mine'));
    expect(projectFolder({ platform: 'win32', environment, home })).toBe(path.resolve('/work'));
    expect(projectFolder({ platform: 'linux', environment: {}, home })).toBe(path.join(home, 'Winnow'));
  });
});
