import { createAccessControl } from 'better-auth/plugins/access';
import {
  adminAc,
  defaultStatements,
  memberAc,
  ownerAc,
} from 'better-auth/plugins/organization/access';

/** What the organization plugin itself may decide by role; what a role may do in the studio is in `domain/permissions.ts`. */
export const accessControl = createAccessControl(defaultStatements);

// Own roles replace the plugin's defaults, so these are repeated.
export const roles = {
  owner: accessControl.newRole(ownerAc.statements),
  admin: accessControl.newRole(adminAc.statements),
  member: accessControl.newRole(memberAc.statements),
  viewer: accessControl.newRole(memberAc.statements),
  finance: accessControl.newRole(memberAc.statements),
};
