// @vitest-environment happy-dom
/** The router by what a person meets: links, steps back, pages that come late or break, and their place on the page. */
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { type ComponentType, useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRouter, type Route } from "./router-state.ts";
import {
  CurrentPage,
  Link,
  Navigate,
  Routed,
  useLocation,
  useNavigate,
  useParams,
  useSearchParams,
} from "./router.tsx";

interface LatePage {
  readonly promise: Promise<ComponentType>;
  readonly resolve: (page: ComponentType) => void;
  readonly reject: (error: unknown) => void;
}

let pages: Record<string, LatePage> = {};

function late(): LatePage {
  let resolve: LatePage["resolve"] = () => undefined;
  let reject: LatePage["reject"] = () => undefined;
  const promise = new Promise<ComponentType>((...both) => ([resolve, reject] = both));
  return { promise, resolve: (page) => resolve(page), reject: (error) => reject(error) };
}

function Home() {
  const [count, setCount] = useState(0);
  const [query, setQuery] = useSearchParams();
  return (
    <>
      <h1>Home {query.get("find")}</h1>
      <button type="button" onClick={() => setCount(count + 1)}>
        Pressed {count}
      </button>
      <input
        aria-label="Find"
        value={query.get("find") ?? ""}
        onChange={(event) => setQuery(() => new URLSearchParams({ find: event.target.value }), { replace: true })}
      />
      <button
        type="button"
        onClick={() => {
          setQuery((before) => new URLSearchParams([...before, ["a", "1"]]));
          setQuery((before) => new URLSearchParams([...before, ["b", "2"]]));
        }}
      >
        Twice
      </button>
      <Link to="/late/x%252Fy" state={{ from: "home" }}>
        Late
      </Link>
      <Link to="/broken">Broken</Link>
      <Link to="/moved">Moved</Link>
    </>
  );
}

function Late() {
  const { name } = useParams();
  const { state } = useLocation();
  return (
    <h1>
      Late {name} {JSON.stringify(state)}
    </h1>
  );
}

function Broken(): never {
  throw new Error("broken");
}

const routes: readonly Route[] = [
  { path: "/", Page: Home },
  { path: "/moved", redirect: () => "/?find=moved" },
  { path: "/broken", Page: Broken },
  { path: "/gone", Page: () => <Navigate to="/?find=gone" /> },
  { path: "/late/:name", load: () => (pages["late"] ??= late()).promise },
  { path: "/other", load: () => (pages["other"] ??= late()).promise },
];

function open(path: string) {
  window.history.replaceState(null, "", path);
  const router = createRouter(routes);
  render(
    <Routed router={router}>
      <CurrentPage Failed={({ error }) => <p role="alert">{String(error)}</p>} Loading={() => <p>Loading</p>} />
    </Routed>,
  );
  return router;
}

const title = (name: string) => screen.findByRole("heading", { level: 1, name });
const address = () => window.location.pathname + window.location.search;
const back = () => act(() => window.history.back());

beforeEach(() => {
  pages = {};
  vi.spyOn(console, "error").mockImplementation(() => {});
  vi.spyOn(window, "scrollTo").mockImplementation(() => {});
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

test("a page that has to be loaded leaves the one before, and its address, until it is there", async () => {
  open("/");
  fireEvent.click(screen.getByRole("link", { name: "Late" }));
  expect(address()).toBe("/");
  await act(async () => pages["late"]?.resolve(Late));
  expect(await title('Late x%2Fy {"from":"home"}')).toBeTruthy();
  expect(address()).toBe("/late/x%252Fy");
  back();
  expect(await title("Home")).toBeTruthy();
});

test("the last page asked for wins, also when an earlier one comes later", async () => {
  const router = open("/");
  act(() => router.navigate("/late/1"));
  act(() => router.navigate("/other"));
  await act(async () => pages["other"]?.resolve(() => <h1>Other</h1>));
  await act(async () => pages["late"]?.resolve(Late));
  expect(await title("Other")).toBeTruthy();
  expect(address()).toBe("/other");
});

test("the first page is waited for, and says so", async () => {
  const router = open("/late/first");
  expect(screen.getByText("Loading")).toBeTruthy();
  await act(async () => pages["late"]?.resolve(Late));
  await router.isReady;
  expect(await title("Late first")).toBeTruthy();
});

test("a page that does not come is told, and asked for again the next time", async () => {
  const router = open("/late/first");
  await act(async () => pages["late"]?.reject(new TypeError("module script failed")));
  expect((await screen.findByRole("alert")).textContent).toBe("TypeError: module script failed");
  await router.isReady;
  pages = {};
  act(() => router.navigate("/late/second"));
  await act(async () => pages["late"]?.resolve(Late));
  expect(await title("Late second")).toBeTruthy();
});

test("a page that breaks is told, until another is opened", async () => {
  open("/");
  fireEvent.click(screen.getByRole("link", { name: "Broken" }));
  expect((await screen.findByRole("alert")).textContent).toBe("Error: broken");
  back();
  expect(await title("Home")).toBeTruthy();
});

test.each([{ metaKey: true }, { ctrlKey: true }, { shiftKey: true }, { altKey: true }, { button: 1 }])(
  "a press with %o is the browser's",
  (how) => {
    open("/");
    const link = screen.getByRole("link", { name: "Moved" });
    expect(link.getAttribute("href")).toBe("/moved");
    // Not prevented, so that the browser opens it where it was asked to; the test's own must not.
    let wasPrevented: boolean | undefined;
    const see = (event: Event) => {
      wasPrevented = event.defaultPrevented;
      event.preventDefault();
    };
    window.addEventListener("click", see, { once: true });
    fireEvent.click(link, how);
    expect(wasPrevented).toBe(false);
    expect(screen.getByRole("heading").textContent).toBe("Home ");
  },
);

test("redirects leave no step back to themselves; a link to the same address adds none", async () => {
  const router = open("/gone");
  expect(await title("Home gone")).toBeTruthy();
  const { length } = window.history;
  act(() => router.navigate("/?find=gone"));
  expect(window.history.length).toBe(length);
  fireEvent.click(screen.getByRole("link", { name: "Moved" }));
  expect(await title("Home moved")).toBeTruthy();
  expect(address()).toBe("/?find=moved");
  expect(window.history.length).toBe(length + 1);
});

test("the query changes within the page: its state stays, its place too, and no change is lost", async () => {
  open("/");
  fireEvent.click(screen.getByRole("button", { name: "Pressed 0" }));
  const { length } = window.history;
  fireEvent.change(screen.getByRole("textbox", { name: "Find" }), { target: { value: "x y" } });
  expect(screen.getByRole("heading").textContent).toBe("Home x y");
  expect(window.history.length).toBe(length);
  fireEvent.click(screen.getByRole("button", { name: "Twice" }));
  await waitFor(() => expect(address()).toBe("/?find=x+y&a=1&b=2"));
  expect(screen.getByRole("button", { name: "Pressed 1" })).toBeTruthy();
  expect(window.scrollTo).not.toHaveBeenCalled();
});

test("a new page begins at its top; going back leads to the place one left", async () => {
  open("/");
  Object.defineProperty(window, "scrollY", { value: 420, configurable: true });
  fireEvent.click(screen.getByRole("link", { name: "Moved" }));
  await title("Home moved");
  expect(window.scrollTo).toHaveBeenLastCalledWith(0, 0);
  Object.defineProperty(window, "scrollY", { value: 7, configurable: true });
  back();
  await title("Home");
  expect(window.scrollTo).toHaveBeenLastCalledWith(0, 420);
  expect(window.history.scrollRestoration).toBe("manual");
});

test("a browser that refuses to change the address does not stop the page", async () => {
  const router = open("/");
  vi.spyOn(window.history, "pushState").mockImplementation(() => {
    throw new DOMException("too many", "SecurityError");
  });
  act(() => router.navigate("/?find=on"));
  expect(await title("Home on")).toBeTruthy();
});

test("hooks outside of a router say so", () => {
  const Lost = () => {
    useNavigate();
    return null;
  };
  expect(() => render(<Lost />)).toThrow("no router");
});
