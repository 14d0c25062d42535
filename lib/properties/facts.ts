export interface Facts {
  readonly placeholder: never;
}
