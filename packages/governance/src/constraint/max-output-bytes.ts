import type { ReadEnforcement } from "./enforcement.ts";

/** MAX_OUTPUT_BYTES: the output as JSON in UTF-8 must not be longer. */
export const maxOutputBytes: ReadEnforcement = ({ bytes }) => {
  if (!Number.isSafeInteger(bytes) || (bytes as number) < 1) return "`args.bytes` is a whole number from 1";
  const most = bytes as number;
  return {
    checkOutput: (output) =>
      Buffer.byteLength(JSON.stringify(output)) > most ? `the output has more than ${most} bytes` : undefined,
  };
};
