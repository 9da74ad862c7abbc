/** The first major version of Node.js with all that the commands need, `node:sqlite` before all. */
const majorMin = 24;

/** What to tell whoever runs a Node.js that is too old; undefined where it is new enough. */
export function tooOldNode(version: string): string | undefined {
  if (Number.parseInt(version, 10) >= majorMin) return undefined;
  return `This is Node.js ${version}, and Node.js ${majorMin} or later is needed. For this once, \`npx -p node@${majorMin} -p @oap/cli oap\` brings it along.`;
}
