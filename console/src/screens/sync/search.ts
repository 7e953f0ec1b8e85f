// Which part of the screen is open, and which run: they stand in the address.
export const views = ['connections', 'runs', 'agreement', 'abilities'] as const;
export type View = (typeof views)[number];
export interface SyncSearch { view?: Exclude<View, 'connections'>; id?: string }

export function readSyncSearch(told: Record<string, unknown>): SyncSearch {
  const search: SyncSearch = {};
  const view = views.find((name) => name === told['view']);
  if (view && view !== 'connections') search.view = view;
  if (typeof told['id'] === 'string' && told['id']) search.id = told['id'];
  return search;
}
