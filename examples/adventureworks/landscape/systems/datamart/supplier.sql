insert into supplier (supplier, number, name, status, city, region, country)
values (:supplier, :number, :name, :status, :city, :region, :country)
on conflict (supplier) do update set
  number = excluded.number, name = excluded.name, status = excluded.status, city = excluded.city, region = excluded.region, country = excluded.country
