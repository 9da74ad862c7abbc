/** Why an API key was revoked. */
export const migration4 = `
ALTER TABLE api_keys ADD COLUMN revoke_reason TEXT;
`;
