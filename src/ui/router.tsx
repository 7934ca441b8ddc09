/** The page's own router, as React sees it: the page at the address, links, and what the address says. */
import {
  type ComponentType,
  createContext,
  type ComponentProps,
  type MouseEvent,
  type ReactNode,
  startTransition,
  use,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
} from "react";
import { Caught, type Failed } from "./caught.tsx";
import type { Params } from "./match-path.ts";
import type { GoOptions, Place, Router, Shown } from "./router-state.ts";
import { ownScroll, restoreScroll } from "./scroll-place.ts";

interface Routing extends Shown {
  readonly router: Router;
}

const Routing = createContext<Routing | undefined>(undefined);

function useRouting(): Routing {
  const routing = use(Routing);
  if (!routing) throw new Error("no router around this");
  return routing;
}

export function Routed({ router, children }: { router: Router; children: ReactNode }) {
  const [shown, setShown] = useState(router.getShown);
  useLayoutEffect(() => {
    const update = () => {
      const next = router.getShown();
      // What one types is shown at once; another page or view may wait for its code beside the one before.
      if (next.by === "replace" && next.isScrollKept) setShown(next);
      else startTransition(() => setShown(next));
    };
    const stop = router.follow(update);
    update();
    return stop;
  }, [router]);
  useEffect(() => ownScroll(() => router.getShown().place.key), [router]);
  const { place, by, isScrollKept = false } = shown;
  useLayoutEffect(() => {
    if (!isScrollKept) restoreScroll(place.key, by === undefined);
  }, [place.key, isScrollKept, by]);
  const routing = useMemo(() => ({ ...shown, router }), [shown, router]);
  return <Routing value={routing}>{children}</Routing>;
}

/** The page at the address; in its place while it comes, or when it fails, what is given here. */
export function CurrentPage({ Failed, Loading }: { Failed: Failed; Loading: ComponentType }) {
  const { place, Page, failure } = useRouting();
  if (failure) return <Failed error={failure.error} />;
  return (
    <Caught Failed={Failed} until={place}>
      {Page ? <Page /> : <Loading />}
    </Caught>
  );
}

export function useLocation(): Place {
  return useRouting().place;
}

/** What stands for the names in the page's path, decoded. */
export function useParams(): Params {
  return useRouting().params;
}

/** Its code has come, or failed to. */
export function useIsPageThere(): boolean {
  const { Page, failure } = useRouting();
  return Page !== undefined || failure !== undefined;
}

export function useNavigate(): Router["navigate"] {
  return useRouting().router.navigate;
}

/** The query, and a way to change it that keeps one's place on the page. */
export function useSearchParams(): readonly [
  URLSearchParams,
  (change: (before: URLSearchParams) => URLSearchParams, options?: GoOptions) => void,
] {
  const { place, router } = useRouting();
  const query = useMemo(() => new URLSearchParams(place.search), [place.search]);
  const set = useCallback(
    (change: (before: URLSearchParams) => URLSearchParams, options?: GoOptions) => {
      // Not the one on the screen: a second change may come before the first is drawn.
      const { pathname, search, hash } = router.getShown().place;
      const after = change(new URLSearchParams(search)).toString();
      router.navigate(pathname + (after && `?${after}`) + hash, { isScrollKept: true, ...options });
    },
    [router],
  );
  return [query, set];
}

type LinkProps = Omit<ComponentProps<"a">, "href"> & Pick<GoOptions, "replace" | "state"> & { to: string };

/** A link to another page. Whoever wants it in a new tab or window gets it there: it is a link. */
export function Link({ to, replace, state, children, ...rest }: LinkProps) {
  const navigate = useNavigate();
  const onClick = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to, { ...(replace === undefined ? {} : { replace }), state });
  };
  return (
    <a {...rest} href={to} onClick={onClick}>
      {children}
    </a>
  );
}

/** Goes there instead, with no step back to here. */
export function Navigate({ to }: { to: string }) {
  const navigate = useNavigate();
  useEffect(() => navigate(to, { replace: true }), [navigate, to]);
  return null;
}
