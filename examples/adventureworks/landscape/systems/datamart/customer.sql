insert into customer (customer, number, name, status, city, country, addresses)
values (:customer, :number, :name, :status, :city, :country, :addresses)
on conflict (customer) do update set
  number = excluded.number, name = excluded.name, status = excluded.status, city = excluded.city, country = excluded.country, addresses = excluded.addresses
