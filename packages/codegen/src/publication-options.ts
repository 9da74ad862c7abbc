import type { Registry } from "@oap/contracts";

/** What a publisher says about the whole, beside the contracts. */
export interface PublicationOptions {
  /** Where the control plane listens unless told otherwise; OpenAPI names it as the server. */
  readonly serverUrl: string;
  /** SPDX identifier of the licence of the published files. */
  readonly license: string;
  /** The name under which the TypeScript package is imported. Default: the registry's, else `@<registry>/protocol`. */
  readonly typescriptPackage: string;
  /** The name of the package of published documents. Default: the registry's, else `@<registry>/schemas`. */
  readonly schemasPackage: string;
  /** The output folder's path from the repository's root, from which pages link to the contracts' sources. */
  readonly outputFolder: string;
  /**
   * The version in the manifests of both packages, where a release tool counts them; the registry's by default. The
   * registry's is what the contracts say they will be released as, and may be ahead.
   */
  readonly packageVersion?: string;
}

/** What is given, and for the rest what the registry says or is usual. */
export function publicationOptions(
  { name, packages = {} }: Registry,
  given: Partial<PublicationOptions> = {},
): PublicationOptions {
  return {
    serverUrl: "http://127.0.0.1:7400",
    license: "Apache-2.0",
    typescriptPackage: packages.typescript ?? `@${name}/protocol`,
    schemasPackage: packages.schemas ?? `@${name}/schemas`,
    outputFolder: "generated",
    ...given,
  };
}
