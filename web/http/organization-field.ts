/** The field in which a form names the organization that its page was opened for, by public id. */
export const organizationField = 'organization';
