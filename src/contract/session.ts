/** Who looks, and what stands behind the server: `GET /api/v1/session`. */

export interface Session {
  readonly source: string;
  /** What stands behind this server, in words. */
  readonly label: string;
  readonly can: {
    readonly start: boolean;
    readonly cancel: boolean;
    readonly decide: boolean;
    readonly attempts: boolean;
    /** Masked values can be shown on request. Older servers say nothing of it. */
    readonly reveal?: boolean;
    /** Runs can be listed by what started them. */
    readonly triggers?: boolean;
  };
  readonly viewer: {
    readonly name: string;
    readonly isLocal: boolean;
    /** viewer, approver, operator: what this person may do of what the source can. Older servers say nothing of it. */
    readonly roles?: readonly string[];
  };
  readonly signIn: string;
}

/** The role that something takes; whoever may look needs no more than that. */
const NEEDS = { start: "operator", cancel: "operator", reveal: "operator", decide: "approver" } as const;

/** True when both the source can do it and this viewer may. */
export function mayDo(session: Session | undefined, what: keyof typeof NEEDS): boolean {
  return session?.can[what] === true && hasRoleFor(session, what);
}

export function hasRoleFor({ viewer }: Session, what: keyof typeof NEEDS): boolean {
  return viewer.roles?.includes(NEEDS[what]) ?? true;
}
