import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** By what operators find jobs in the Web UI; the namespace's set-up registers them (temporal-config). */
export const operationAttribute = defineSearchAttributeKey(
  'Operation',
  SearchAttributeType.KEYWORD,
);
export const organizationAttribute = defineSearchAttributeKey(
  'Organization',
  SearchAttributeType.KEYWORD,
);
export const outcomeAttribute = defineSearchAttributeKey('Outcome', SearchAttributeType.KEYWORD);
export const providerAttribute = defineSearchAttributeKey('Provider', SearchAttributeType.KEYWORD);
