select change, no, ckey, name, type, unit, weight, weight_unit, gtin, mpn, maker, legacy, revision, changed_by from item
