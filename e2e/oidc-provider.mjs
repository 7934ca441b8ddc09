/**
 * A real OpenID provider for tests, as a process: `node e2e/oidc-provider.mjs <where Runlight is>`. It prints its address.
 * Nobody types a password: who signs in is set by a POST to `/as/<account>`, and `/as/nobody` refuses.
 */
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [app = ""] = process.argv.slice(2);
const ACCOUNTS = {
  ann: { email: "ann@example.org", email_verified: true, roles: ["viewer", "approver", "operator"], agents: "all" },
  ben: { email: "ben@example.org", email_verified: true, roles: ["viewer"], agents: [57] },
  rolo: { email: "rolo@example.org", email_verified: true },
};
let account = "ann";

const server = createServer();
await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "runlight",
      client_secret: "secret-of-the-client",
      redirect_uris: [`${app}/auth/oidc/callback`],
      post_logout_redirect_uris: [`${app}/`],
    },
  ],
  claims: { openid: ["sub", "roles", "agents"], email: ["email", "email_verified"], profile: ["name"] },
  cookies: { keys: ["a key for tests"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  pkce: { required: () => true },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...ACCOUNTS[id] }) }),
});
provider.on("server_error", (_context, error) => console.error(error));

async function interact(request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (account === "nobody") return provider.interactionFinished(request, response, { error: "access_denied" });
  if (prompt.name === "login")
    return provider.interactionFinished(request, response, { login: { accountId: account } });
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope("openid profile email");
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

const answer = provider.callback();
server.on("request", (request, response) => {
  const [, word, rest] = (request.url ?? "").split("/");
  if (word === "interaction") return void interact(request, response).catch((error) => response.end(String(error)));
  if (word !== "as") return void answer(request, response);
  account = rest ?? "";
  response.writeHead(204).end();
});
console.log(`provider ready: ${issuer}`);
