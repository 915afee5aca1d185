/** Those that the README names, and no more. */
export const documentedRights = 'SELECT, INSERT, UPDATE, DELETE, CREATE'
