-- Documents are found by the parties that they name, too: those that are there already are gone over once more.
update register_progress set entity = 'invoice', key = '' where entity is null or entity > 'invoice';
