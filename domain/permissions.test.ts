import { describe, expect, test } from '@jest/globals';
import { may, roles } from './permissions.ts';

const allowed = (role: string) => [may(role, 'read'), may(role, 'write')];

describe('what a role allows', () => {
  test.each(roles)('%s may read', (role) => {
    expect(may(role, 'read')).toBe(true);
  });

  test('viewers and finance people look, everybody else also spends', () => {
    expect(roles.filter((role) => !may(role, 'write'))).toEqual(['viewer', 'finance']);
  });

  test('several roles add up, and none of them is more than it says', () => {
    expect(allowed('viewer,member')).toEqual([true, true]);
    expect(allowed('viewer, finance')).toEqual([true, false]);
  });

  test.each(['', 'root', 'constructor', 'Owner', 'owner;admin'])(
    'the unknown role “%s” may nothing',
    (role) => {
      expect(allowed(role)).toEqual([false, false]);
    },
  );
});
