import type { DrawnPlaces, DrawRequest } from '../../core/ports/store.ts';
import { datasets } from '../../domain/project.ts';
import { drawSplit } from '../../domain/splits.ts';
import type { ReadDb } from '../database.ts';
import { labelledDocuments } from './labelled.ts';

/** The draw of {@link drawSplit} over the labelled documents, in ascending order of their ids. */
export function drawPlaces(db: ReadDb, { all, ...request }: DrawRequest): DrawnPlaces {
  const { ids, offsets, classes } = labelledDocuments(db, all);
  const documents = Array.from(ids, (id, index) => ({
    id,
    classes: [...classes.subarray(offsets[index], offsets[index + 1])],
  }));
  const drawn = drawSplit({ ...request, documents });
  return { ids, places: Int8Array.from(ids, (id) => datasets.indexOf(drawn.get(id)!)) };
}
