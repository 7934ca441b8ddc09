/** What the keys of a free-form approval request may be called, first wins; folded as those of nodes are. */

export const APPROVAL_KEYS = {
  id: "id approvalid requestid callid interruptid uuid",
  nodeId: "nodeid stepid activityid",
  nodeName: "nodename stepname",
  title: "title subject question",
  body: "body description message prompt instructions",
  actions: "action actions actionrequest actionrequests toolcall toolcalls spec",
  reviewConfigs: "reviewconfigs",
  config: "config",
  options: "options choices alloweddecisions",
  fields: "fields formfields",
  assignees: "assignees assignedusers approvers reviewers assignee assignedto",
  requestedBy: "requestedby requester initiatedby createdby",
  requestedAt: "requestedat askedat createdat",
  expiresAt: "expiresat timeoutat dueat deadline",
  priority: "priority urgency",
  outcome: "decision outcome chosenoptions approved",
  status: "status",
  decidedBy: "decidedby respondedbyuser respondedby approvedby completedby",
  decidedAt: "decidedat respondedat completedat",
  comment: "comment",
  url: "url",
} as const;

export const ACTION_KEYS = {
  name: "name action toolname tool fn function actionname",
  args: "args arguments kwargs params parameters toolinput input",
  description: "description",
} as const;

/** An action written straight into the request: `toolName`, `toolInput`. */
export const FLAT_ACTION_KEYS = {
  name: "toolname tool fn action name",
  args: "args kwargs toolinput arguments",
} as const;

export const OPTION_KEYS = { value: "value id key name", label: "label title text name displayname" } as const;
export const FIELD_KEYS = { name: "name key id", type: "type", label: "label title" } as const;
export const PERSON_KEYS = {
  id: "id userid username",
  label: "name displayname label email username",
  kind: "type kind",
} as const;
