/** In which trace a run goes on when another process takes it up. */
export const migration3 = `
ALTER TABLE runs ADD COLUMN traceparent TEXT;
`;
