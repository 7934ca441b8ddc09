/** Catches what breaks below it and shows what is given in its place, until `until` is another. */
import { Component, type ComponentType, type ReactNode } from "react";

export type Failed = ComponentType<{ readonly error: unknown }>;

interface Props {
  readonly Failed: Failed;
  readonly until: unknown;
  readonly children: ReactNode;
}

interface State {
  readonly failure?: { readonly error: unknown } | undefined;
  readonly until: unknown;
}

export class Caught extends Component<Props, State> {
  override state: State = { until: this.props.until };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { failure: { error } };
  }

  static getDerivedStateFromProps({ until }: Props, state: State): State | null {
    return until === state.until ? null : { failure: undefined, until };
  }

  override render(): ReactNode {
    const { Failed, children } = this.props;
    const { failure } = this.state;
    return failure ? <Failed error={failure.error} /> : children;
  }
}
