/** Text somebody else wrote, with the web and mail addresses in it as links. Not for headings, names and buttons. */
import { AgentLink } from "./agent-link.tsx";
import { CutText, VisibleText } from "./agent-text.tsx";
import { splitLinks } from "./read-link.ts";

export function LinkedText({ text }: { text: string }) {
  return (
    <CutText text={text}>
      {(shown) =>
        splitLinks(shown).map(({ text: part, link }, index) =>
          link ? (
            <AgentLink key={index} link={link} isNamed={link.isPlain}>
              <VisibleText text={part} />
            </AgentLink>
          ) : (
            <VisibleText key={index} text={part} />
          ),
        )
      }
    </CutText>
  );
}
