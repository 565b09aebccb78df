-- Where the approval was asked for before the thing was merged into another one.
alter table approval add column merged_from text;
