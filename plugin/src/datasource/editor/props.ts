import { Resources } from '../resources';
import { PresageQuery } from '../types';

/** What the parts of the builder are given. */
export interface FieldsProps {
  query: PresageQuery;
  resources: Resources;
  /** Sets members of the query, or leaves them out where undefined, and runs it. */
  change: (members: Partial<PresageQuery>) => void;
  /** Told why nothing can be chosen; undefined once it can. */
  onFailure: (words: string | undefined) => void;
}
