import path from 'node:path';
import { threadId } from 'node:worker_threads';
import { answerRequests } from '../threads/index.js';
import { FileFacts, Rows } from './facts.js';
import { writeRecord } from './file-record.js';
import type { LexedBatch, LexedFile, LexRequest } from './lex-files.js';
import { NameTable } from './name-table.js';
import { type Omission, SourceReader } from './read-source.js';
import { Recogniser } from './recogniser.js';
import { SentNames } from './sent-names.js';

/* A thread that reads files of C: it is sent their paths, and answers with what they say. */

await answerRequests(async (root: string) => {
  const names = new NameTable();
  const facts = new FileFacts();
  const recogniser = new Recogniser(names, facts);
  const reader = new SourceReader();
  const sent = new SentNames(names);
  const records = new Rows(1 << 20);
  return async (request: LexRequest): Promise<LexedBatch> => {
    records.length = 0;
    const files: LexedFile[] = [];
    const omitted: (readonly [file: number, why: Omission])[] = [];
    for (const [file, name] of request) {
      const text = reader.read(path.join(root, name));
      if (typeof text === 'string') {
        omitted.push([file, text]);
        continue;
      }
      facts.clear();
      recogniser.read(text.bytes, text.length);
      const { hash, size, modifiedMs } = text;
      files.push({ file, size, modifiedMs, hash, begin: records.length });
      writeRecord(facts, records, (each) => sent.numberOf(each));
    }
    return {
      ...{ thread: threadId, files, omitted, records: records.data.slice(0, records.length) },
      names: sent.takeNew(),
    };
  };
});
