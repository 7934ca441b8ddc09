/** `npm run token`: makes an access token; see `auth/make-token.ts`. */
import { makeToken, TOKEN_HELP } from "./auth/make-token.ts";

// `start.mjs` leaves its own word in front.
const args = process.argv.slice(2).filter((arg, index) => index > 0 || arg !== "token");

if (args.length === 0 || args.includes("--help")) {
  console.log(TOKEN_HELP);
} else {
  try {
    const { token, entry, file } = makeToken(args, process.env, Date.now());
    console.log(`${token}\n`);
    console.log(
      `This is the only time it is shown. ${file} has its hash, under the id ${entry.id}; remove that line to revoke it.`,
    );
  } catch (error) {
    console.error(`No token was made: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`);
    process.exitCode = 1;
  }
}
