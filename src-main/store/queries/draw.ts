import type { DocumentGroups, DrawnPlaces, DrawRequest } from '../../core/ports/store.ts';
import { type Dataset, datasets } from '../../domain/project.ts';
import type { SplitGroup } from '../../domain/split-groups.ts';
import { drawSplit } from '../../domain/splits.ts';
import type { ReadDb } from '../database.ts';
import { labelledDocuments } from './labelled.ts';

/** The draw of {@link drawSplit} over the labelled documents, in ascending order of their ids. */
export function drawPlaces(db: ReadDb, { all, groups, ...request }: DrawRequest): DrawnPlaces {
  const { ids, offsets, classes } = labelledDocuments(db, all);
  const documents = Array.from(ids, (id, index) => ({
    id,
    classes: [...classes.subarray(offsets[index], offsets[index + 1])],
  }));
  const together = groups === undefined ? [] : splitGroups(db, groups, all);
  const drawn = drawSplit({ ...request, documents, groups: together });
  return { ids, places: Int8Array.from(ids, (id) => datasets.indexOf(drawn.get(id)!)) };
}

/** @param all whether documents that have a place are drawn again: then no group has one */
function splitGroups(db: ReadDb, { offsets, ids }: DocumentGroups, all: boolean): readonly SplitGroup[] {
  const placeOf = db
    .prepare<[number], Dataset>(
      'SELECT dataset FROM visible_document WHERE id = ? AND excluded = 0 AND dataset IS NOT NULL',
    )
    .pluck();
  return Array.from({ length: offsets.length - 1 }, (_, group): SplitGroup => {
    const members = [...ids.subarray(offsets[group], offsets[group + 1])];
    const placed = all ? undefined : members.find((id) => placeOf.get(id) !== undefined);
    return { ids: members, place: placed === undefined ? null : placeOf.get(placed)! };
  });
}
