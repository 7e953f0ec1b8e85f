// Which question is open: it stands in the address.
export interface ReviewSearch { view?: 'decided' | 'rules'; type?: string; id?: string }
export function readReviewSearch(told: Record<string, unknown>): ReviewSearch {
  const search: ReviewSearch = {};
  if (told['view'] === 'decided' || told['view'] === 'rules') search.view = told['view'];
  if (typeof told['type'] === 'string') search.type = told['type'];
  if (typeof told['id'] === 'string') search.id = told['id'];
  return search;
}
