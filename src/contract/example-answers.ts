/** Invented answers of the endpoint as text, for tests: each shows one state the page must tell. */

/** A workflow that waits for a person. */
export const AWAITING = String.raw`{
  "id": "wf_57_run_89:00000089-4a2b-4c3d-8e4f-5a6b7c8d9e0f",
  "workflowId": "wf_57_run_89",
  "agentId": 57,
  "agentName": "Refund Review",
  "agentType": "workflow",
  "status": "awaiting_human",
  "source": "live-query",
  "temporalRunId": "00000089-4a2b-4c3d-8e4f-5a6b7c8d9e0f",
  "triggerType": "slack",
  "startedAt": "2026-06-12T09:30:00.000Z",
  "summary": "Waiting for a manager to approve a refund of €129.90.",
  "pendingApproval": {
    "id": "apr_7f31",
    "nodeId": "n7",
    "nodeName": "Manager approval",
    "title": "Approve a refund of €129.90 to Ada Novak?",
    "description": "Order **A-10442**, paid 1 June. Fraud score 0.12 (low).\nThe customer says the parcel came damaged; two photos are attached.",
    "action": {"name": "payments.refund", "args": {"orderId": "A-10442", "amount": 129.9, "currency": "EUR"}},
    "options": [{"value": "approve", "label": "Approve"}, {"value": "reject", "label": "Reject"}],
    "assignees": [{"id": "user_2xyz", "email": "mira@example.com", "name": "Mira Holm"}, {"id": "group_support_leads", "name": "Support leads", "type": "group"}],
    "requestedAt": "2026-06-12T09:30:19.400Z",
    "expiresAt": "2026-06-13T09:30:19.400Z",
    "slack": {"channel": "#refund-approvals", "messageTs": "1781256619.000200"}
  },
  "workflowNodes": [
    {"id": "n1", "name": "Refund requested", "type": "trigger", "status": "completed", "startedAt": "2026-06-12T09:30:00.000Z", "endedAt": "2026-06-12T09:30:00.012Z", "durationMs": 12, "output": {"orderId": "A-10442", "amount": 129.9, "currency": "EUR"}, "next": ["n2"]},
    {"id": "n2", "name": "Look up the order", "type": "tool", "toolId": "shop.orders.get", "toolName": "Get order", "status": "completed", "attempt": 1, "startedAt": "2026-06-12T09:30:00.020Z", "endedAt": "2026-06-12T09:30:00.840Z", "durationMs": 820, "input": {"orderId": "A-10442"}, "output": {"customer": "c_8812", "paid": 129.9, "placedAt": "2026-06-01"}, "dependsOn": ["n1"]},
    {"id": "n3", "name": "Check the fraud score", "type": "tool", "toolId": "risk.score", "status": "completed", "attempt": 2, "maxAttempts": 3, "startedAt": "2026-06-12T09:30:00.850Z", "endedAt": "2026-06-12T09:30:05.150Z", "durationMs": 4300, "input": {"customer": "c_8812"}, "output": {"score": 0.12}, "lastError": {"message": "503 from risk API", "type": "HttpError"}, "dependsOn": ["n2"]},
    {"id": "n4", "name": "Amount over €100?", "type": "condition", "status": "completed", "startedAt": "2026-06-12T09:30:05.160Z", "endedAt": "2026-06-12T09:30:05.161Z", "durationMs": 1, "output": {"branch": "true"}, "dependsOn": ["n3"]},
    {"id": "n5", "name": "Write the reply", "type": "agent", "status": "completed", "attempt": 1, "startedAt": "2026-06-12T09:30:05.170Z", "input": {"tone": "friendly", "model": "claude-sonnet-4.6"}, "dependsOn": ["n4"], "endedAt": "2026-06-12T09:30:19.300Z", "durationMs": 14130, "output": {"reply": "Dear Ada, …"}},
    {"id": "n6", "name": "Pay out without approval", "type": "tool", "status": "skipped", "dependsOn": ["n4"]},
    {"id": "n7", "name": "Manager approval", "type": "approval", "status": "awaiting_human", "dependsOn": ["n5"], "startedAt": "2026-06-12T09:30:19.400Z"}
  ]
}`;

/** A workflow that failed at its third step, and was retried since. */
export const FAILED = String.raw`{
  "id": "wf_57_run_92:00000921-4a2b-4c3d-8e4f-5a6b7c8d9e0f",
  "workflowId": "wf_57_run_92",
  "agentId": 57,
  "agentName": "Refund Review",
  "agentType": "workflow",
  "status": "error",
  "source": "history",
  "temporalRunId": "00000921-4a2b-4c3d-8e4f-5a6b7c8d9e0f",
  "triggerType": "schedule",
  "startedAt": "2026-06-12T09:30:00.000Z",
  "endedAt": "2026-06-12T09:30:05.150Z",
  "durationMs": 5150,
  "summary": "The risk API answered 503 three times.",
  "workflowNodes": [
    {"id": "n1", "name": "Refund requested", "type": "trigger", "status": "completed", "startedAt": "2026-06-12T09:30:00.000Z", "endedAt": "2026-06-12T09:30:00.012Z", "durationMs": 12, "output": {"orderId": "A-10442", "amount": 129.9, "currency": "EUR"}, "next": ["n2"]},
    {"id": "n2", "name": "Look up the order", "type": "tool", "toolId": "shop.orders.get", "toolName": "Get order", "status": "completed", "attempt": 1, "startedAt": "2026-06-12T09:30:00.020Z", "endedAt": "2026-06-12T09:30:00.840Z", "durationMs": 820, "input": {"orderId": "A-10442"}, "output": {"customer": "c_8812", "paid": 129.9, "placedAt": "2026-06-01"}, "dependsOn": ["n1"]},
    {"id": "n3", "name": "Check the fraud score", "type": "tool", "toolId": "risk.score", "status": "failed", "attempt": 3, "maxAttempts": 3, "startedAt": "2026-06-12T09:30:00.850Z", "endedAt": "2026-06-12T09:30:05.150Z", "durationMs": 4300, "input": {"customer": "c_8812"}, "lastError": {"message": "503 from risk API", "type": "HttpError"}, "dependsOn": ["n2"], "error": {"message": "503 Service Unavailable", "type": "HttpError", "stack": "HttpError: 503 Service Unavailable\n    at score (/app/tools/risk.js:41:9)", "retryable": true}}
  ]
}`;

/** A task agent that failed, its causes in one text. */
export const TASK_ERROR = String.raw`{
  "id": "wf_42_run_312:00000312-4a2b-4c3d-8e4f-5a6b7c8d9e0f",
  "workflowId": "wf_42_run_312",
  "agentId": 42,
  "agentName": "Daily Sales Report",
  "agentType": "task",
  "status": "error",
  "source": "history",
  "temporalRunId": "00000312-4a2b-4c3d-8e4f-5a6b7c8d9e0f",
  "triggerType": "webhook",
  "startedAt": "2026-06-13T08:30:00.000Z",
  "endedAt": "2026-06-13T08:31:31.007Z",
  "durationMs": 91007,
  "summary": "The warehouse refused the connection three times.",
  "taskError": "ActivityFailure: activity \"runSkill\" failed after 3 attempts\n  caused by ApplicationFailure: connect ECONNREFUSED 10.20.4.17:5432\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1607:16)\n    at runSql (/app/skills/sql-runner.js:88:11)"
}`;

/** Words, fields and types of a later version. */
export const FUTURE = String.raw`{
  "id": "wf_61_run_4:00000004-4a2b-4c3d-8e4f-5a6b7c8d9e0f",
  "workflowId": "wf_61_run_4",
  "agentId": 61,
  "agentName": "Ledger Sweep",
  "agentType": "swarm",
  "status": "quarantined",
  "statusReason": "policy_hold",
  "source": "cold-archive",
  "temporalRunId": "00000004-4a2b-4c3d-8e4f-5a6b7c8d9e0f",
  "triggerType": "calendar",
  "startedAt": "2026-06-12T08:30:00.000Z",
  "lastHeartbeatAt": "2026-06-12T08:30:09.000Z",
  "costUsd": 0.0412,
  "pendingApproval": {
    "kind": "quorum",
    "needed": 2,
    "votes": [{"by": "user_1", "vote": "yes"}]
  },
  "workflowNodes": [
    {"uid": "a", "caption": "Collect", "lifecycle": "simmering", "began": "2026-06-12T08:30:00.000Z", "colour": "teal"},
    {"uid": "b", "caption": "Fold", "lifecycle": "quarantined", "metrics": {"p50": 3, "p99": 11}}
  ],
  "artifacts": [{"name": "ledger.csv", "bytes": 881221}],
  "links": {"self": "https://example.com/runs/4"}
}`;

/** The example the API's documentation prints: empty texts, empty objects. */
export const DOCUMENTED = String.raw`{
  "id": "wf_42_run_1:11111111-2222-3333-4444-555555555555",
  "workflowId": "wf_42_run_1",
  "agentId": 42,
  "agentName": "Daily Sales Report",
  "agentType": "task",
  "status": "completed",
  "temporalRunId": "",
  "startedAt": "",
  "endedAt": "",
  "durationMs": 123,
  "pendingApproval": {},
  "taskResult": {},
  "taskError": "",
  "workflowNodes": [
    {}
  ],
  "historyUnavailableReason": ""
}`;
