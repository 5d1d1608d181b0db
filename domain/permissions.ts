/** What a person may be in an organization. */
export const roles = ['owner', 'admin', 'member', 'viewer', 'finance'] as const;
type Role = (typeof roles)[number];

/** `read`: look at jobs, pictures and the wallet. `write`: what spends credits or changes something. */
export type Permission = 'read' | 'write';

const permissions: Readonly<Record<Role, readonly Permission[]>> = {
  owner: ['read', 'write'],
  admin: ['read', 'write'],
  member: ['read', 'write'],
  viewer: ['read'],
  finance: ['read'],
};

/** Whether a role allows it. Several roles in one string, parted by commas, add up; a role that we do not know has none. */
export function may(role: string, permission: Permission): boolean {
  return role
    .split(',')
    .map((name) => name.trim())
    .some((name) => isRole(name) && permissions[name].includes(permission));
}

function isRole(name: string): name is Role {
  return (roles as readonly string[]).includes(name);
}
