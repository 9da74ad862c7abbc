import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { schema as published } from "@octokit/graphql-schema";
import { buildSchema, type GraphQLSchema, graphql } from "graphql";

/** What GitHub refuses as longer. */
const bodyCharactersMax = 65_536;

/** Numbers of comments are greater than what GraphQL calls an integer. */
const firstNumber = 3_000_000_000;

/** One comment on the pull request, as GitHub keeps it. */
export interface FakeComment {
  readonly id: string;
  readonly author: string;
  body: string;
}

export interface FakeGitHub {
  readonly url: string;
  /** In the order in which they were written. */
  readonly comments: readonly FakeComment[];
  /** How many requests came. */
  requests(): number;
  comment(author: string, body: string): void;
  close(): Promise<void>;
}

/** Who a token is, and what it may do. */
export interface FakeToken {
  readonly login: string;
  readonly writes: boolean;
}

let schema: GraphQLSchema | undefined;

/**
 * Stands for the GraphQL interface of GitHub on the loopback interface: it validates and executes requests by the schema
 * that GitHub publishes, for the comments of the pull request 7 of acme/shop.
 */
export async function fakeGitHub(tokens: Readonly<Record<string, FakeToken>>): Promise<FakeGitHub> {
  const comments: FakeComment[] = [];
  let requests = 0;
  const write = (author: string, body: string) =>
    comments.push({ id: `IC_${firstNumber + comments.length}`, author, body });
  const server = createServer(async (request, response) => {
    requests += 1;
    let text = "";
    for await (const chunk of request) text += chunk;
    const token = tokens[request.headers.authorization?.replace("Bearer ", "") ?? ""];
    const [status, answer] =
      token === undefined ? [401, { message: "Bad credentials" }] : [200, await answerTo(JSON.parse(text), token)];
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  const answerTo = ({ query, variables }: { query: string; variables: Record<string, unknown> }, token: FakeToken) => {
    const only = (body: string) => {
      if (!token.writes) throw new Error("Resource not accessible by integration");
      if (body.length > bodyCharactersMax) throw new Error("Body is too long (maximum is 65536 characters)");
      return body;
    };
    schema ??= buildSchema(published.idl, { assumeValid: true });
    return graphql({
      schema,
      source: query,
      variableValues: variables,
      rootValue: {
        repository: ({ owner, name }: { owner: string; name: string }) => {
          if (`${owner}/${name}` !== "acme/shop") throw new Error("Could not resolve to a Repository");
          return {
            pullRequest: ({ number }: { number: number }) => {
              if (number !== 7) throw new Error(`Could not resolve to a PullRequest with the number of ${number}.`);
              return pullRequest(token);
            },
          };
        },
        addComment: ({ input }: { input: { subjectId: string; body: string } }) => {
          if (input.subjectId !== pullRequestId) throw new Error("Could not resolve to a node");
          write(token.login, only(input.body));
          return {};
        },
        updateIssueComment: ({ input }: { input: { id: string; body: string } }) => {
          const found = comments.find(({ id }) => id === input.id);
          if (found?.author !== token.login) throw new Error("Could not resolve to a node");
          found.body = only(input.body);
          return {};
        },
      },
    });
  };
  const pullRequest = ({ login }: FakeToken) => ({
    id: pullRequestId,
    comments: ({ first = 0, after }: { first?: number; after?: string | null }) => {
      if (first < 1 || first > 100) throw new Error("`first` must be within 1 and 100");
      const start = Number(after ?? 0);
      const nodes = comments.slice(start, start + first).map(({ id, author, body }, index) => ({
        id,
        databaseId: firstNumber + start + index,
        body,
        viewerDidAuthor: author === login,
      }));
      const end = start + nodes.length;
      return { nodes, pageInfo: { hasNextPage: end < comments.length, endCursor: String(end) } };
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    comments,
    requests: () => requests,
    comment: write,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const pullRequestId = "PR_7";
