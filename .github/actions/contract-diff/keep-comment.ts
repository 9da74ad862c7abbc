import { readFile } from "node:fs/promises";

// Runs where nothing is installed, so it imports Node alone. It does not say whether a contract may change: whatever keeps
// it from commenting is a warning, since the job's summary has the report too.

/** GitHub refuses a longer comment. */
const commentCharactersMax = 65_536;

/** How many comments of a pull request are looked through, by pages of a hundred. */
const pagesMax = 50;

const requestTimeoutMs = 30_000;

/** Keeps one comment on the pull request up to date: updates the one that it wrote before, else writes a first one. */
async function main(): Promise<void> {
  try {
    const report = await readFile(variable("REPORT"), "utf8");
    const [marker = ""] = report.split("\n");
    const { pullRequest, comment } = await find(marker);
    const body = report.length > commentCharactersMax ? shortened(report) : report;
    if (comment !== undefined) await request(updateComment, { comment, body });
    // Nobody has to be told that nothing has changed, unless they were told otherwise.
    else if (variable("OUTCOME") !== "unchanged") await request(addComment, { pullRequest, body });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const hint = "A pull request from a fork cannot have one, nor a job without the permission pull-requests: write.";
    warn(`There is no new comment (${reason}). ${hint} The job's summary has the report.`);
  }
}

// Comments have node ids here, since the numbers of new ones are greater than the integers of GraphQL.

const findComments = `query ($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      id
      comments(first: 100, after: $after) {
        nodes { id body viewerDidAuthor }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`;

const addComment = `mutation ($pullRequest: ID!, $body: String!) {
  addComment(input: { subjectId: $pullRequest, body: $body }) { clientMutationId }
}`;

const updateComment = `mutation ($comment: ID!, $body: String!) {
  updateIssueComment(input: { id: $comment, body: $body }) { clientMutationId }
}`;

interface Found {
  readonly pullRequest: string;
  /** Absent when there is none yet. */
  readonly comment?: string;
}

interface Answer<TData> {
  readonly data: TData;
  readonly errors?: readonly { readonly message: string }[];
  /** In place of errors, where a request is refused as a whole. */
  readonly message?: string;
}

interface Page {
  readonly repository: {
    readonly pullRequest: {
      readonly id: string;
      readonly comments: {
        readonly nodes: readonly { readonly id: string; readonly body: string; readonly viewerDidAuthor: boolean }[];
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
      };
    };
  };
}

/** Only what this token wrote itself is updated: anybody can write the marker. */
async function find(marker: string): Promise<Found> {
  const [owner, name] = variable("GITHUB_REPOSITORY").split("/");
  const number = Number(variable("NUMBER"));
  let pullRequest = "";
  let after: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const { repository } = await request<Page>(findComments, { owner, name, number, after });
    const { id, comments } = repository.pullRequest;
    pullRequest = id;
    const mine = comments.nodes.find(({ body, viewerDidAuthor }) => viewerDidAuthor && firstLine(body) === marker);
    if (mine !== undefined) return { pullRequest, comment: mine.id };
    if (!comments.pageInfo.hasNextPage) break;
    after = comments.pageInfo.endCursor;
  }
  return { pullRequest };
}

/** A comment that was edited in a browser has other line breaks. */
function firstLine(body: string): string {
  return body.split(/\r?\n/, 1)[0] ?? "";
}

/** What tells most, and where the rest is. */
function shortened(report: string): string {
  const [marker, headline] = report.split("\n");
  const run = `${variable("GITHUB_SERVER_URL")}/${variable("GITHUB_REPOSITORY")}/actions/runs/${variable("GITHUB_RUN_ID")}`;
  return `${marker}\n${headline}\n\nThe report is longer than a comment may be. [The summary of the run](${run}) has it.\n`;
}

async function request<TData>(query: string, variables: Readonly<Record<string, unknown>>): Promise<TData> {
  const response = await fetch(variable("GITHUB_GRAPHQL_URL"), {
    method: "POST",
    headers: { authorization: `Bearer ${variable("TOKEN")}`, "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(requestTimeoutMs),
  });
  const answer = (await response.json().catch(() => ({}))) as Partial<Answer<TData>>;
  // What is forbidden comes with 200 and without data.
  const errors = answer.errors?.map(({ message }) => message).join(" ");
  if (!response.ok || errors !== undefined || answer.data === undefined) {
    throw new Error(`GitHub answered ${response.status}: ${errors ?? answer.message ?? response.statusText}`);
  }
  return answer.data;
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set`);
  return value;
}

/** As an annotation of the run; its words cannot end it. */
function warn(message: string): void {
  const escaped = message.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  console.log(`::warning title=Contract diff::${escaped}`);
}

await main();
