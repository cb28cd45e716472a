-- Keys and indexes of the quality system, made after the load.
ALTER TABLE cms.mis_characteristic ADD PRIMARY KEY (code);

ALTER TABLE cms.mis_data ADD PRIMARY KEY (id);
ALTER TABLE cms.mis_data ADD FOREIGN KEY (characteristic) REFERENCES cms.mis_characteristic;
CREATE INDEX mis_data_work_order ON cms.mis_data (work_order_number);
CREATE INDEX mis_data_last_update ON cms.mis_data (last_update);

ALTER TABLE cms.mis_nonconformance ADD PRIMARY KEY (id);
ALTER TABLE cms.mis_nonconformance ADD FOREIGN KEY (mis_data_id) REFERENCES cms.mis_data;
